import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from '@jest/globals';
import { parse } from 'yaml';
import { isFailure } from '../../domain/failures/failure.ts';
import { KINDS } from '../../domain/kinds/index.ts';
import type { KubeObject } from '../../domain/kube-object.ts';
import { scenario } from './harness/scenario.ts';
