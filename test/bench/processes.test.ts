import { expect, it } from '@jest/globals';
import { bytesOf } from './processes.ts';

const STATUS = 'Name:\tnode\nVmPeak:\t45904548 kB\nVmHWM:\t  369372 kB\nVmRSS:\t  366372 kB\n';

it('reads the kernel’s KiB', () => {
  expect(bytesOf(STATUS, 'VmHWM')).toBe(369_372 * 1024);
  expect(bytesOf(STATUS, 'VmRSS')).toBe(366_372 * 1024);
});

it('says what it misses', () => {
  expect(() => bytesOf(STATUS, 'VmSwap')).toThrow('no VmSwap');
});
