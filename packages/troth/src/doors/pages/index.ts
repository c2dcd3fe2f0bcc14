/** Hosted pages: what a person sees and sends, without a script. */
export { pageRoutes } from './routes.ts';
