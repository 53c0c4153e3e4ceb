import type { Logger } from 'pino';
import { startController } from '../api/kube/controller.ts';
import { createRestServer } from '../api/rest/server.ts';
import type { Cluster } from '../clients/kube/cluster.ts';
import { connectEngine } from '../clients/temporal/engine.ts';
import type { Config } from './config.ts';

export interface RunningServer {
  stop(): Promise<void>;
}

/** The doors: REST, and the controller of the custom resources. */
export async function startServer(
  config: Config,
  host: Cluster,
  logger: Logger,
): Promise<RunningServer> {
  const { temporal, namespace, listen } = config;
  const rest = createRestServer({
    host,
    logger: logger.child({ component: 'rest' }),
    namespaceDefault: namespace,
    temporalNamespace: temporal.namespace,
    ...(temporal.uiUrl === undefined ? {} : { temporalUiUrl: temporal.uiUrl }),
  });
  // Listens first: without the host cluster it answers 503, and says so, while the controller waits for it.
  await rest.listen(listen);
  const engine = await connectEngine(temporal);
  const controller = await startController({
    host,
    engine,
    namespace,
    logger: logger.child({ component: 'controller' }),
  });
  return {
    stop: async () => {
      await rest.close();
      await controller.stop();
      await engine.close();
    },
  };
}
