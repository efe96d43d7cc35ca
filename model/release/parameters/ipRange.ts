/** IPv4 addresses from `first` to `last`, as numbers. */
export interface IpRange {
  readonly first: number;
  readonly last: number;
  readonly prefix: number;
}

const shape = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/;

/** Reads `172.31.250.0/26`; undefined when it is no IPv4 range. */
export function parseIpRange(text: string): IpRange | undefined {
  const parts = shape.exec(text)?.slice(1).map(Number);
  if (!parts) return undefined;
  const [prefix = 0, ...octets] = parts.reverse();
  if (prefix > 32 || octets.some((octet) => octet > 255)) return undefined;
  const address = octets.reduceRight((sum, octet) => sum * 256 + octet, 0);
  const size = 2 ** (32 - prefix);
  const first = Math.floor(address / size) * size;
  return { first, last: first + size - 1, prefix };
}

export function overlap(a: IpRange, b: IpRange): boolean {
  return a.first <= b.last && b.first <= a.last;
}
