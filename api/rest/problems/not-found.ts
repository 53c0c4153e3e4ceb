import { failure } from '../../../domain/failures/failure.ts';

/** A route as fastify knows it: `/api/v1/plans/:name`. */
export interface KnownRoute {
  method: string;
  url: string;
}

/** Methods that a path answers to; empty when there is no such path. */
export function methodsOf(routes: readonly KnownRoute[], path: string): string[] {
  return routes.filter(({ url }) => sameShape(url, path)).map(({ method }) => method);
}

/** Why no route took the request. */
export function noRoute(method: string, path: string, allowed: readonly string[]): Error {
  if (allowed.length === 0) return failure('DRAY-6004', { detail: `${method} ${path}` });
  return failure('DRAY-6005', {
    detail: `${method} ${path}`,
    hint: `Use ${allowed.join(' or ')}.`,
  });
}

function sameShape(pattern: string, path: string): boolean {
  const wanted = pattern.split('/');
  const given = path.split('/');
  return (
    wanted.length === given.length &&
    wanted.every((part, index) => part.startsWith(':') || part === given[index])
  );
}
