import type { Rule } from '../contract.ts';
import { BUILD_IMAGES, BUILD_SECRETS } from './build-configs.ts';
import { IMAGE_STREAM } from './image-streams.ts';

/** Builds and image streams. They compare namespaces of the source, so they come before these are mapped. */
export const OPENSHIFT_RULES: readonly Rule[] = [IMAGE_STREAM, BUILD_IMAGES, BUILD_SECRETS];
