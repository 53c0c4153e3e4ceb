import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify';
import { failure, isFailure } from '../../domain/failures/failure.ts';
import { type Caller, requireRights, type Right } from '../auth/rights.ts';
import type { Services } from './services.ts';

/** A right that a route asks for; `param` names the part of the path that is the object's name. */
export interface RouteRight extends Omit<Right, 'name'> {
  param?: 'name' | 'plan';
}

declare module 'fastify' {
  interface FastifyContextConfig {
    rights?: readonly RouteRight[];
  }
  interface FastifyRequest {
    /** Who asks, and about which namespace; set before a handler runs. */
    caller: Caller | undefined;
  }
}

/**
 * Lets nobody in without a token, and nobody further than the rights of the route. The token comes first:
 * a stranger gets nothing parsed. A route that states no rights does not start.
 */
export function guard(app: FastifyInstance, services: Services): void {
  app.decorateRequest('caller', undefined);
  app.addHook('onRoute', ({ method, url, config }: RouteOptions) => {
    if (config?.rights === undefined) throw new Error(`${String(method)} ${url} states no rights`);
  });
  app.addHook('onRequest', async (request) => {
    const who = await services.authenticate(request.headers.authorization);
    request.caller = { who, namespace: services.namespaceDefault };
  });
  app.addHook('preHandler', async (request) => {
    const { namespace } = request.query as { namespace: string };
    request.caller = { ...callerOf(request), namespace };
    await requireRights(services.host, request.caller, rightsOf(request));
  });
}

export function callerOf(request: FastifyRequest): Caller {
  if (request.caller !== undefined) return request.caller;
  throw failure('DRAY-6001', { detail: 'the request was not authenticated' });
}

/** Whether the caller of a long request may go on; trouble with the host cluster is no reason to stop. */
export async function stillAllowed(services: Services, request: FastifyRequest): Promise<boolean> {
  try {
    await services.authenticate(request.headers.authorization);
    await requireRights(services.host, callerOf(request), rightsOf(request));
    return true;
  } catch (error) {
    return !isFailure(error, 'DRAY-6001') && !isFailure(error, 'DRAY-6002');
  }
}

function rightsOf({ routeOptions, params }: FastifyRequest): Right[] {
  const names = params as Record<string, string>;
  return (routeOptions.config.rights ?? []).map(({ verb, resource, param }) => {
    const name = param === undefined ? undefined : names[param];
    return { verb, resource, ...(name === undefined ? {} : { name }) };
  });
}
