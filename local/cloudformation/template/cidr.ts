/** Fn::Cidr for IPv4: `count` blocks with `hostBits` host bits each, from the start of `block`. */
export function cidrBlocks(block: string, count: number, hostBits: number): readonly string[] {
  const [address = "0.0.0.0", prefix = "32"] = block.split("/");
  const base = address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
  const size = 2 ** hostBits;
  const start = Math.floor(base / 2 ** (32 - Number(prefix))) * 2 ** (32 - Number(prefix));
  if (count * size > 2 ** (32 - Number(prefix))) {
    throw new Error(
      `Template error: every Fn::Cidr object requires a block that holds ${count} blocks of ${hostBits} bits`,
    );
  }
  return Array.from({ length: count }, (_, index) => `${dotted(start + index * size)}/${32 - hostBits}`);
}

function dotted(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join(".");
}
