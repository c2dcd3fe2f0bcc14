/** Hosted pages: what a person sees and sends, without a script. */
export { pageRoutes } from './routes.ts';
export { STYLESHEET_PATH } from './shell.ts';
