// serverless-offline hands .ts files to tsx; Node runs this one as it is, and the other with it.
export { handler } from './http-entry.ts';
