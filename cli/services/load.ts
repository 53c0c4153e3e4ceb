import { CommandError } from '../command-error.ts';
import { EXIT } from '../exit-codes.ts';
import type { ServiceConfig } from './config.ts';

/** A service runs until its process is asked to end. */
export type Service = (config: ServiceConfig) => Promise<void>;

/** Where each service lives: module below workers/, and what it exports. */
const SERVICES = {
  serve: { file: 'serve.ts', name: 'serve' },
  server: { file: 'serve.ts', name: 'runServer' },
  worker: { file: 'serve.ts', name: 'runWorker' },
} as const;

/** Loaded only when it is to run: the workers bring most of the program with them. */
export async function loadService(service: keyof typeof SERVICES): Promise<Service> {
  const { file, name } = SERVICES[service];
  const module = await importWorker(file);
  const run = module[name];
  if (typeof run === 'function') return run as Service;
  throw missing(service, `workers/${file} does not export ${name}`);
}

async function importWorker(file: string): Promise<Record<string, unknown>> {
  const url = new URL(`../../workers/${file}`, import.meta.url);
  try {
    return (await import(url.href)) as Record<string, unknown>;
  } catch (error) {
    if (isAbsent(error, url)) throw missing(file, `workers/${file} is not there`, error);
    throw error;
  }
}

function isAbsent(error: unknown, url: URL): boolean {
  const { code, message = '' } = error as { code?: string; message?: string };
  return code === 'ERR_MODULE_NOT_FOUND' && message.includes(url.pathname);
}

function missing(service: string, why: string, cause?: unknown): CommandError {
  const detail = `this installation cannot run ${service}: ${why}`;
  return new CommandError({ exitCode: EXIT.failed, detail, hint: 'Install it again.' }, cause);
}
