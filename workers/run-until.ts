/** A service that runs, and how it is brought to an end. */
export interface Service {
  /** Settles when it ends by itself; rejects when that was an error. */
  ended: Promise<void>;
  stop(): Promise<void>;
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Starts a service and runs it until it ends, or until the process is asked to. */
export async function untilAskedToEnd(start: () => Promise<Service>): Promise<void> {
  const asked = Promise.withResolvers<undefined>();
  const ask = (): void => asked.resolve(undefined);
  for (const signal of SIGNALS) process.on(signal, ask);
  try {
    const service = await start();
    await Promise.race([service.ended, asked.promise]);
    await service.stop();
  } finally {
    for (const signal of SIGNALS) process.off(signal, ask);
  }
}
