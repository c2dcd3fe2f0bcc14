// A server that does nothing, to weigh the generator itself: answers every POST with the same 201.
import { createServer } from 'node:http';

const body = '{"id":"plg_00000000000000000000000000000000","state":"offered","amountMinor":12000,"currency":"CNY"}';
const server = createServer((request, response) => {
  request.on('data', () => {});
  request.on('end', () => {
    response.writeHead(201, { 'content-type': 'application/json', 'content-length': body.length });
    response.end(body);
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') console.log(`listening ${address.port}`);
});
process.on('SIGTERM', () => process.exit(0));
