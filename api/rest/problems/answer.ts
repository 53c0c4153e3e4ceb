import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type KnownRoute, methodsOf, noRoute } from './not-found.ts';
import { problemOf } from './problem-of.ts';

/** Answers whatever is thrown, and every path and method there is no route for, with a problem. */
export function answerProblems(app: FastifyInstance): void {
  const routes: KnownRoute[] = [];
  app.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat()) routes.push({ method: each, url });
  });
  app.setErrorHandler((error, request, reply) => answer(error, request, reply));
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0] ?? '';
    const methods = methodsOf(routes, path);
    if (methods.length > 0) reply.header('allow', methods.join(', '));
    return answer(noRoute(request.method, path, methods), request, reply);
  });
}

function answer(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = problemOf(error, request.id);
  if (problem.status >= 500) request.log.error({ err: error }, problem.title);
  else request.log.info({ code: problem.code, detail: problem.detail }, problem.title);
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer realm="drayage"');
  if (problem.status === 503) reply.header('retry-after', '5');
  return reply.code(problem.status).type('application/problem+json').send(problem);
}
