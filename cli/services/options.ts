import { type Command, Option } from 'commander';
import type { ServiceConfig } from '../../workers/config.ts';
import { usageError } from '../command-error.ts';
import type { Settings } from '../settings.ts';

export interface ServiceFlags {
  kubeconfig?: string;
  context?: string;
  host?: string;
  port?: string;
  temporal?: string;
  temporalNamespace: string;
  temporalUi?: string;
}

/** The flags of the commands that speak to the host cluster and to Temporal themselves. */
export function addServiceOptions(command: Command): void {
  command
    .option(
      '--kubeconfig <file>',
      'how to reach the host cluster (KUBECONFIG, ~/.kube/config, the account of the pod)',
    )
    .option('--context <name>', 'context of the kubeconfig; its current one when left out')
    .addOption(
      new Option('--temporal <host:port>', 'an existing Temporal').env('DRAY_TEMPORAL_ADDRESS'),
    )
    .addOption(
      new Option('--temporal-namespace <name>', 'namespace in that Temporal')
        .env('DRAY_TEMPORAL_NAMESPACE')
        .default('default'),
    )
    .addOption(
      new Option('--temporal-ui <url>', 'address of its UI, for links').env('DRAY_TEMPORAL_UI'),
    );
}

/** Where the server is to be found. */
export function addListenOptions(command: Command): void {
  command
    .option('--port <port>', 'port to listen on', '8080')
    .option('--host <address>', 'address to listen on', '127.0.0.1');
}

export function readService(flags: ServiceFlags, { namespace }: Settings): ServiceConfig {
  const { kubeconfig, context, host = '127.0.0.1', port = '8080' } = flags;
  const temporal = readTemporal(flags);
  return {
    listen: { host, port: checkPort(port) },
    ...(kubeconfig === undefined ? {} : { kubeconfig }),
    ...(context === undefined ? {} : { context }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(temporal === undefined ? {} : { temporal }),
  };
}

/** A part of the whole meets the others in Temporal: one of its own would leave it alone. */
export function requireTemporal({ temporal }: ServiceConfig): void {
  if (temporal !== undefined) return;
  throw usageError('which Temporal?', 'Give --temporal HOST:PORT, or set DRAY_TEMPORAL_ADDRESS.');
}

function readTemporal(flags: ServiceFlags): ServiceConfig['temporal'] {
  const { temporal: address, temporalNamespace: namespace, temporalUi: uiUrl } = flags;
  if (address === undefined || address === '') return undefined;
  return { address, namespace, ...(uiUrl === undefined ? {} : { uiUrl }) };
}

function checkPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw usageError(`--port ${text}: not a port`, 'Give a number from 0 to 65535.');
}
