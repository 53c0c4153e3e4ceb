import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import {
  createJsonSchemaTransform,
  createJsonSchemaTransformObject,
} from 'fastify-type-provider-zod';
import { readVersion } from '../version.ts';
import { tidyDocument } from './openapi-document.ts';

interface Schema {
  minimum?: number | undefined;
  maximum?: number | undefined;
  additionalProperties?: unknown;
}

/** Says what people would write: zod's bounds of safe integers and its empty schemas are only noise. */
const zodToJsonConfig = {
  override: ({ jsonSchema }: { jsonSchema: Schema }): void => {
    if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  },
};

const withSchemas = createJsonSchemaTransformObject({ zodToJsonConfig });

/** How @fastify/swagger makes the document from the zod schemas of the routes. */
export const OPENAPI: FastifyDynamicSwaggerOptions = {
  openapi: {
    openapi: '3.1.0',
    info: {
      title: 'Drayage',
      version: readVersion(),
      description:
        'Moves applications, with their data, between clusters. Every object is a custom resource of the ' +
        'host cluster; a caller may do here what RBAC lets them do there.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ bearer: [] }],
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'A token of the host cluster.' },
      },
    },
  },
  transform: createJsonSchemaTransform({ zodToJsonConfig }),
  transformObject: (document) => tidyDocument(withSchemas(document), ['RunEvent']),
};
