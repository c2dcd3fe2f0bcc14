// A load generator small enough not to be the thing that is measured: one thread, epoll, keep-alive, one request in
// flight per connection. Closed loop by default; with --rate it is an open loop whose arrivals are Poisson and whose
// latencies run from the scheduled time, so that a stalled server cannot hide its own queue.
//
// requests file: one request per line; inside a line every CRLF is written as a single CR (see requests-file.ts).
// stdout: "begin" and "end" around the measured window, then one line of JSON.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#define CONNECTIONS_MAX 4096
#define SECONDS_MAX 3600
#define BUCKETS (64 * 60)

typedef struct { char *at; size_t length; } Request;
typedef struct {
  int fd, busy;
  Request request;
  size_t sent;
  char *buffer;
  size_t length, capacity, expected; // expected: whole response, 0 while its head is incomplete
  int64_t due;
} Connection;

static const char *host = "127.0.0.1", *file = NULL, *ok_token = NULL;
static int port = 0, connection_count = 256, epoll_fd, timer_fd;
static double window_seconds = 3, warm_seconds = 0, rate = 0;
static Request *requests;
static size_t request_count = 0, request_next = 0;
static Connection connections[CONNECTIONS_MAX];
static int idle[CONNECTIONS_MAX], idle_count = 0, busy_count = 0;
static int64_t *queue; static size_t queue_head = 0, queue_tail = 0, queue_size = 1 << 20;
static int64_t began, window_from, window_until;
static uint64_t histogram[BUCKETS], latency_count = 0, latency_max = 0;
static uint64_t statuses[600], answered = 0, orders = 0, orders_all = 0, answered_all = 0, broken = 0, unfinished = 0;
static uint64_t per_second[SECONDS_MAX]; static int seconds_seen = 0;
static char first_bad[400]; static int first_bad_status = 0, ran_dry = 0;
static uint64_t chance_state = 88172645463325252ULL;

static void fail(const char *what) { fprintf(stderr, "generator: %s (%s)\n", what, errno ? strerror(errno) : "no errno"); exit(1); }
static int64_t now_ns(void) { struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); return t.tv_sec * 1000000000LL + t.tv_nsec; }
static double chance(void) {
  chance_state ^= chance_state << 13; chance_state ^= chance_state >> 7; chance_state ^= chance_state << 17;
  return ((chance_state >> 11) + 1) / 9007199254740993.0;
}

static int bucket_of(uint64_t us) {
  if (us < 128) return (int)us;
  int shift = 63 - __builtin_clzll(us) - 6;
  return shift * 64 + (int)(us >> shift);
}
static uint64_t bucket_top(int bucket) {
  if (bucket < 128) return bucket;
  int shift = bucket / 64 - 1;
  return (((uint64_t)(bucket - shift * 64) + 1) << shift) - 1;
}
static void record(int64_t from, int64_t to) {
  uint64_t us = to > from ? (to - from) / 1000 : 0;
  histogram[bucket_of(us)]++; latency_count++;
  if (us > latency_max) latency_max = us;
}
static double percentile_ms(double share) {
  uint64_t rank = (uint64_t)ceil(share * latency_count), seen = 0;
  for (int i = 0; i < BUCKETS; i++) { seen += histogram[i]; if (seen >= rank && rank > 0) return bucket_top(i) / 1000.0; }
  return 0;
}

static void read_requests(void) {
  struct stat about;
  int fd = open(file, O_RDONLY);
  if (fd < 0 || fstat(fd, &about) < 0) fail("cannot open the requests file");
  char *raw = malloc(about.st_size + 1);
  for (size_t got = 0; got < (size_t)about.st_size;) {
    ssize_t n = read(fd, raw + got, about.st_size - got);
    if (n <= 0) fail("cannot read the requests file");
    got += n;
  }
  close(fd);
  size_t lines = 0, returns = 0;
  for (off_t i = 0; i < about.st_size; i++) { lines += raw[i] == '\n'; returns += raw[i] == '\r'; }
  char *text = malloc(about.st_size + returns + 1), *at = text, *start = text;
  requests = malloc((lines + 1) * sizeof(Request));
  for (off_t i = 0; i < about.st_size; i++) {
    if (raw[i] == '\n') { requests[request_count++] = (Request){ start, (size_t)(at - start) }; start = at; }
    else if (raw[i] == '\r') { *at++ = '\r'; *at++ = '\n'; }
    else *at++ = raw[i];
  }
  free(raw);
  if (!request_count) fail("the requests file is empty");
}

static void connect_one(Connection *c) {
  struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(port) };
  if (inet_pton(AF_INET, host, &to.sin_addr) != 1) fail("the host must be an IPv4 address");
  c->fd = socket(AF_INET, SOCK_STREAM, 0);
  int on = 1;
  setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (connect(c->fd, (struct sockaddr *)&to, sizeof to) < 0) fail("cannot connect");
  fcntl(c->fd, F_SETFL, O_NONBLOCK);
  struct epoll_event event = { .events = EPOLLIN | EPOLLOUT | EPOLLET, .data.ptr = c };
  epoll_ctl(epoll_fd, EPOLL_CTL_ADD, c->fd, &event);
}

static void flush_request(Connection *c) {
  while (c->sent < c->request.length) {
    ssize_t n = send(c->fd, c->request.at + c->sent, c->request.length - c->sent, MSG_NOSIGNAL);
    if (n < 0) { if (errno == EAGAIN || errno == EPIPE || errno == ECONNRESET) return; fail("cannot send"); }
    c->sent += n;
  }
}
static void start(Connection *c, int64_t due) {
  if (request_next == request_count) { ran_dry = 1; return; }
  c->request = requests[request_next++];
  c->sent = c->length = c->expected = 0;
  c->busy = 1; c->due = due; busy_count++;
  flush_request(c);
}
static void next_for(Connection *c, int64_t now) {
  if (rate <= 0) { if (now < window_until) start(c, now); }
  else if (queue_head != queue_tail) start(c, queue[queue_head++ % queue_size]);
  else idle[idle_count++] = (int)(c - connections);
}

static void finish(Connection *c, int64_t now) {
  int status = atoi(c->buffer + 9);
  uint64_t made = 0;
  if (status < 100 || status > 599) fail("not an HTTP answer");
  if (ok_token) {
    size_t token_length = strlen(ok_token);
    char *at = c->buffer, *end = c->buffer + c->expected;
    while ((at = memmem(at, end - at, ok_token, token_length))) { made++; at += token_length; }
  } else made = status < 300;
  if ((status >= 300 || !made) && !first_bad_status) {
    first_bad_status = status;
    size_t take = c->expected < sizeof first_bad - 1 ? c->expected : sizeof first_bad - 1;
    for (size_t i = 0; i < take; i++) first_bad[i] = c->buffer[i] < 32 || c->buffer[i] == '"' || c->buffer[i] == '\\' ? ' ' : c->buffer[i];
  }
  c->busy = 0; busy_count--; answered_all++; orders_all += made;
  int64_t second = (now - began) / 1000000000LL;
  if (second < SECONDS_MAX) { per_second[second] += made; if (second >= seconds_seen) seconds_seen = (int)second + 1; }
  if (now >= window_from && now < window_until) { answered++; orders += made; statuses[status]++; }
  // A closed loop counts answers inside the window; an open loop counts arrivals inside it, however late their answer.
  int64_t mark = rate > 0 ? c->due : now;
  if (mark >= window_from && mark < window_until) record(c->due, now);
}

static void receive(Connection *c) {
  for (;;) {
    if (c->capacity - c->length < 4096) c->buffer = realloc(c->buffer, c->capacity = c->capacity ? c->capacity * 2 : 8192);
    size_t room = c->capacity - c->length - 1;
    ssize_t n = recv(c->fd, c->buffer + c->length, room, 0);
    if (n < 0 && errno == EAGAIN) return;
    if (n <= 0) { // the server hung up: count it, open another, go on
      if (c->busy) { broken++; c->busy = 0; busy_count--; if (rate > 0) idle[idle_count++] = (int)(c - connections); }
      close(c->fd); connect_one(c); c->length = c->expected = 0;
      if (rate <= 0 && now_ns() < window_until) start(c, now_ns());
      return;
    }
    c->length += n; c->buffer[c->length] = 0;
    if (!c->expected) {
      char *head_end = strstr(c->buffer, "\r\n\r\n");
      if (!head_end) continue;
      *head_end = 0;
      char *length = strcasestr(c->buffer, "\r\ncontent-length:");
      if (strcasestr(c->buffer, "\r\ntransfer-encoding:")) { errno = 0; fail("chunked answers are not understood: send content-length"); }
      *head_end = '\r';
      c->expected = (head_end + 4 - c->buffer) + (length ? strtoul(length + 17, NULL, 10) : 0);
    }
    if (c->length >= c->expected && c->busy) { int64_t now = now_ns(); finish(c, now); next_for(c, now); return; }
    if ((size_t)n < room) return;
  }
}

static void arrive(int64_t *due, int64_t now) { // every arrival whose time has come takes an idle connection or waits in line
  while (*due <= now && *due < window_until) {
    if (idle_count) start(&connections[idle[--idle_count]], *due);
    else if (queue_tail - queue_head == queue_size) { errno = 0; fail("over a million requests are waiting: the rate is hopeless"); }
    else queue[queue_tail++ % queue_size] = *due;
    *due += (int64_t)(-log(chance()) / rate * 1e9);
  }
  struct itimerspec next = { .it_value = { *due / 1000000000LL, *due % 1000000000LL } };
  timerfd_settime(timer_fd, TFD_TIMER_ABSTIME, &next, NULL);
}

static double cpu_seconds(void) {
  struct rusage used; getrusage(RUSAGE_SELF, &used);
  return used.ru_utime.tv_sec + used.ru_stime.tv_sec + (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}
static void report(double cpu) {
  printf("{\"seconds\":%.6f,\"answered\":%lu,\"orders\":%lu,\"answeredAll\":%lu,\"ordersAll\":%lu,\"broken\":%lu,\"unfinished\":%lu,\"ranDry\":%s,\"cpuSeconds\":%.6f,",
    window_seconds, answered, orders, answered_all, orders_all, broken, unfinished, ran_dry ? "true" : "false", cpu);
  printf("\"latencyMs\":{\"count\":%lu,\"p50\":%.3f,\"p90\":%.3f,\"p99\":%.3f,\"p999\":%.3f,\"max\":%.3f},\"statuses\":{",
    latency_count, percentile_ms(.5), percentile_ms(.9), percentile_ms(.99), percentile_ms(.999), latency_max / 1000.0);
  for (int i = 100, comma = 0; i < 600; i++) if (statuses[i]) printf("%s\"%d\":%lu", comma++ ? "," : "", i, statuses[i]);
  printf("},\"ordersPerSecond\":[");
  for (int i = 0; i < seconds_seen; i++) printf("%s%lu", i ? "," : "", per_second[i]);
  printf("],\"firstBad\":\"%s\"}\n", first_bad);
}

static void options(int argc, char **argv) {
  for (int i = 1; i + 1 < argc; i += 2) {
    const char *name = argv[i], *value = argv[i + 1];
    if (!strcmp(name, "--host")) host = value; else if (!strcmp(name, "--port")) port = atoi(value);
    else if (!strcmp(name, "--requests")) file = value; else if (!strcmp(name, "--ok-token")) ok_token = value;
    else if (!strcmp(name, "--connections")) connection_count = atoi(value); else if (!strcmp(name, "--rate")) rate = atof(value);
    else if (!strcmp(name, "--seconds")) window_seconds = atof(value); else if (!strcmp(name, "--warm")) warm_seconds = atof(value);
    else { fprintf(stderr, "generator: unknown option %s\n", name); exit(2); }
  }
  if (!file || !port || connection_count < 1 || connection_count > CONNECTIONS_MAX) { fprintf(stderr, "generator: needs --port, --requests and 1 to 4096 --connections\n"); exit(2); }
}

int main(int argc, char **argv) {
  options(argc, argv);
  setvbuf(stdout, NULL, _IOLBF, 0);
  read_requests();
  epoll_fd = epoll_create1(0);
  timer_fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
  struct epoll_event timer_event = { .events = EPOLLIN, .data.ptr = NULL }, events[512];
  epoll_ctl(epoll_fd, EPOLL_CTL_ADD, timer_fd, &timer_event);
  for (int i = 0; i < connection_count; i++) connect_one(&connections[i]);
  began = now_ns();
  window_from = began + (int64_t)(warm_seconds * 1e9);
  window_until = window_from + (int64_t)(window_seconds * 1e9);
  int64_t due = began, give_up = window_until + 10000000000LL;
  double cpu_from = 0, cpu_until = 0;
  int phase = 0; // 0 warm, 1 measured, 2 draining
  if (rate > 0) { queue = malloc(queue_size * sizeof *queue); for (int i = 0; i < connection_count; i++) idle[idle_count++] = i; arrive(&due, began); }
  else for (int i = 0; i < connection_count; i++) start(&connections[i], now_ns());
  for (;;) {
    int64_t now = now_ns();
    if (phase == 0 && now >= window_from) { puts("begin"); cpu_from = cpu_seconds(); phase = 1; }
    if (phase == 1 && (now >= window_until || (ran_dry && !busy_count))) { cpu_until = cpu_seconds(); puts("end"); phase = 2; }
    if (phase == 2 && ((!busy_count && queue_head == queue_tail) || now > give_up || ran_dry)) break;
    int64_t until = phase == 0 ? window_from : phase == 1 ? window_until : now + 50000000LL;
    int n = epoll_wait(epoll_fd, events, 512, until > now ? (int)((until - now) / 1000000) + 1 : 0);
    for (int i = 0; i < n; i++) {
      Connection *c = events[i].data.ptr;
      if (!c) { uint64_t fired; if (read(timer_fd, &fired, 8) == 8) arrive(&due, now_ns()); continue; }
      if (c->busy && c->sent < c->request.length) flush_request(c);
      if (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) receive(c);
    }
  }
  int64_t stop = now_ns();
  for (int i = 0; i < connection_count; i++) if (connections[i].busy) { unfinished++; if (rate > 0) record(connections[i].due, stop); }
  while (queue_head != queue_tail) { unfinished++; record(queue[queue_head++ % queue_size], stop); }
  report(cpu_until - cpu_from);
  return 0;
}
