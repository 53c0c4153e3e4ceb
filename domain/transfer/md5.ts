/** Left rotations of the four rounds, each used four times over. */
const ROTATIONS = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
] as const;

const SINES = Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32));

/**
 * MD5 of a text in UTF-8, as 32 hexadecimal digits: MTC labels objects with it, so it is part of
 * the contract. It names things; nothing is kept secret or safe by it. Source: RFC 1321.
 */
export function md5(text: string): string {
  const state: Words = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
  const message = padded(new TextEncoder().encode(text));
  const view = new DataView(message.buffer);
  for (let offset = 0; offset < message.length; offset += 64) mixBlock(state, view, offset);
  return state.map(littleEndianHex).join('');
}

type Words = [number, number, number, number];

/** A one bit, zeros to 56 modulo 64 bytes, and the length in bits as 64 bits. */
function padded(bytes: Uint8Array): Uint8Array {
  const message = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64);
  message.set(bytes);
  message[bytes.length] = 0x80;
  const view = new DataView(message.buffer);
  view.setBigUint64(message.length - 8, BigInt(bytes.length) * 8n, true);
  return message;
}

function mixBlock(state: Words, view: DataView, offset: number): void {
  let [a, b, c, d] = state;
  for (let step = 0; step < 64; step += 1) {
    const round = step >> 4;
    const [mixed, word] = mixStep(round, step, [b, c, d]);
    const sum = a + mixed + (SINES[step] ?? 0) + view.getUint32(offset + word * 4, true);
    const rotated = rotateLeft(sum, ROTATIONS[round]?.[step & 3] ?? 0);
    [a, d, c, b] = [d, c, b, (b + rotated) | 0];
  }
  state[0] = (state[0] + a) | 0;
  state[1] = (state[1] + b) | 0;
  state[2] = (state[2] + c) | 0;
  state[3] = (state[3] + d) | 0;
}

/** What a step mixes in, and which word of the block it reads. */
function mixStep(
  round: number,
  step: number,
  [b, c, d]: [number, number, number],
): [number, number] {
  if (round === 0) return [(b & c) | (~b & d), step];
  if (round === 1) return [(d & b) | (~d & c), (5 * step + 1) % 16];
  if (round === 2) return [b ^ c ^ d, (3 * step + 5) % 16];
  return [c ^ (b | ~d), (7 * step) % 16];
}

function rotateLeft(word: number, bits: number): number {
  return ((word | 0) << bits) | ((word | 0) >>> (32 - bits));
}

function littleEndianHex(word: number): string {
  return [0, 8, 16, 24]
    .map((shift) => ((word >>> shift) & 0xff).toString(16).padStart(2, '0'))
    .join('');
}
