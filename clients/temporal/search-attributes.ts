import { type Connection, isGrpcServiceError } from '@temporalio/client';
import { failure } from '../../domain/failures/failure.ts';
import { SEARCH_ATTRIBUTES } from '../../domain/run/search-attributes.ts';

/** By the names that the SDK has for them, those of the API and of Temporal's command line. */
const TYPES = {
  KEYWORD: { api: 2, shown: 'Keyword' },
  DATETIME: { api: 6, shown: 'Datetime' },
} as const;

/** Parts of a Temporal learn of new attributes one after the other. */
const KNOWN_LIMIT_MS = 60_000;
const LOOK_EVERY_MS = 200;

/** Codes of gRPC. */
const ALREADY_EXISTS = 6;
const INVALID_ARGUMENT = 3;

type Services = Pick<Connection, 'operatorService' | 'workflowService'>;

/**
 * Has a namespace of Temporal know the search attributes of runs; several processes may do it at once. A run that
 * sets one which its namespace does not know cannot go on, so nothing starts without them.
 *
 * @throws Failure DRAY-9101 naming what is missing, and the command that adds it
 */
export async function ensureSearchAttributes(services: Services, namespace: string): Promise<void> {
  // No right but that of reading is needed where they are known.
  if (await areKnown(services, namespace)) return;
  try {
    await addMissing(services, namespace);
  } catch (error) {
    throw cannotAdd(namespace, error);
  }
  const deadline = Date.now() + KNOWN_LIMIT_MS;
  while (!(await areKnown(services, namespace))) {
    if (Date.now() > deadline) throw cannotAdd(namespace, 'they were added, and are not known yet');
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

const ALL = Object.values(SEARCH_ATTRIBUTES);

/** A question about every attribute, which a server that lacks one of them does not understand. */
const QUESTION = ALL.map(({ name }) => `${name} IS NOT NULL`).join(' AND ');

async function areKnown({ workflowService }: Services, namespace: string): Promise<boolean> {
  try {
    await workflowService.countWorkflowExecutions({ namespace, query: QUESTION });
    return true;
  } catch (error) {
    if (codeOf(error) === INVALID_ARGUMENT) return false;
    throw error;
  }
}

async function addMissing({ operatorService }: Services, namespace: string): Promise<void> {
  const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
  const missing = ALL.filter(({ name }) => customAttributes[name] === undefined);
  if (missing.length === 0) return;
  try {
    await operatorService.addSearchAttributes({
      namespace,
      searchAttributes: Object.fromEntries(
        missing.map(({ name, type }) => [name, TYPES[type].api]),
      ),
    });
  } catch (error) {
    // Another process was quicker.
    if (codeOf(error) !== ALREADY_EXISTS) throw error;
  }
}

function cannotAdd(namespace: string, error: unknown): Error {
  const why = isGrpcServiceError(error) ? error.details : String(error);
  const options = ALL.map(({ name, type }) => `--name ${name} --type ${TYPES[type].shown}`);
  return failure(
    'DRAY-9101',
    {
      object: `Temporal namespace ${namespace}`,
      detail: `search attributes are missing, and could not be added: ${why}.`,
      hint:
        'Have an administrator of Temporal run: temporal operator search-attribute create ' +
        `--namespace ${namespace} ${options.join(' ')}`,
    },
    error,
  );
}

function codeOf(error: unknown): number | undefined {
  return isGrpcServiceError(error) ? error.code : undefined;
}
