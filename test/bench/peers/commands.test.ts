import { describe, expect, it } from '@jest/globals';
import { isListening } from './commands.ts';

const TABLE = `  sl  local_address rem_address   st tx_queue rx_queue
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000
   1: 0100007F:1F91 0100007F:C350 01 00000000:00000000 00:00000000
`;

describe('isListening', () => {
  it.each([
    ['a listener', 0x1f90, true],
    ['a connection', 0x1f91, false],
    ['nobody', 0x1f92, false],
  ])('sees %s', (_what, port, expected) => {
    expect(isListening(TABLE, port)).toBe(expected);
  });

  it('sees one of IPv6', () => {
    const any = '0'.repeat(32);
    expect(isListening(`   0: ${any}:20FB ${any}:0000 0A 0000\n`, 8443)).toBe(true);
  });
});
