/** What the demo application is made of; its manifests, its client and its proofs agree on these. */
export interface ApplicationSpec {
  namespace: string;
  /** Full image references. */
  images: { postgres: string; web: string };
  password: string;
  /** Size of the database's claim, as a Kubernetes quantity. */
  capacity: string;
  /** Left out: the cluster's default class. */
  storageClass?: string;
}

/** Names and ports that never vary: people read them in the demo's output and in its documentation. */
export const DATABASE = {
  name: 'shop',
  user: 'postgres',
  statefulSet: 'db',
  service: 'db',
  claim: 'data-db-0',
  port: 5432,
} as const;

export const WEB = { deployment: 'web', service: 'web', port: 8080 } as const;

export const SETTINGS = { secret: 'db-password', configMap: 'db-settings' } as const;

/** Every object of the application carries this label. */
export const PART_OF = { 'app.kubernetes.io/part-of': 'drayage-demo' } as const;

/** An address that a client outside the clusters can dial. */
export interface Address {
  host: string;
  port: number;
}

/** How a client signs in at the database. */
export interface Credentials {
  user: string;
  password: string;
  database: string;
}

export function credentialsOf(spec: Pick<ApplicationSpec, 'password'>): Credentials {
  return { user: DATABASE.user, password: spec.password, database: DATABASE.name };
}
