import { type IpRange, overlap } from "../release/parameters/ipRange.ts";

/** RFC 1918: the ranges that AWS advises for VPCs, and that no host in the internet has. */
const privateBlocks: readonly IpRange[] = [block(10, 0, 8), block(172, 16, 12), block(192, 168, 16)];

/** `10.0.0.64/26` for the range that begins there. */
export function ipBlockText({ first, prefix }: IpRange): string {
  const octets = [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256);
  return `${octets.join(".")}/${prefix}`;
}

export function isInside(inner: IpRange, outer: IpRange): boolean {
  return outer.first <= inner.first && inner.last <= outer.last;
}

export function isPrivate(range: IpRange): boolean {
  return privateBlocks.some((block) => isInside(range, block));
}

/**
 * The first or last block of 2^(32 - prefix) addresses in `outer` that meets none of `taken`; undefined when there is none.
 */
export function freeBlock(
  outer: IpRange,
  taken: readonly IpRange[],
  prefix: number,
  side: "first" | "last",
): IpRange | undefined {
  const size = 2 ** (32 - prefix);
  const count = Math.floor((outer.last - outer.first + 1) / size);
  const blocks = Array.from({ length: count }, (_, index): IpRange => {
    const first = outer.first + index * size;
    return { first, last: first + size - 1, prefix };
  });
  const isFree = (block: IpRange): boolean => taken.every((other) => !overlap(block, other));
  return side === "first" ? blocks.find(isFree) : blocks.findLast(isFree);
}

function block(firstOctet: number, secondOctet: number, prefix: number): IpRange {
  const first = firstOctet * 2 ** 24 + secondOctet * 2 ** 16;
  return { first, last: first + 2 ** (32 - prefix) - 1, prefix };
}
