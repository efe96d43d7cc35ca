/** The release whose copy is measured: 1,000 objects from 1 kB to 50 MB, 1 GiB in all. */
export const releaseTag = "v1.39.7";
export const sourceRegion = "us-west-2";
export const targetRegion = "cn-north-1";
/** Milliseconds added to each request. */
export const copyLatency = 30;

export const buckets = {
  source: `panther-enterprise-${sourceRegion}`,
  role: "panther-public-cloudformation-templates",
  target: "bench-panther-releases",
  ofCli: "bench-copy-of-cli",
} as const;

const objects = 1000;
const smallest = 1000;
const largest = 50_000_000;
const inAll = 1024 ** 3;

/** Sizes of the assets, many small ones and few large ones, as a release's are. */
export function releaseSizes(): readonly number[] {
  // The larger the exponent, the fewer large ones.
  let [low, high] = [1, 64];
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (total(sizesWith(middle)) > inAll) low = middle;
    else high = middle;
  }
  const sizes = sizesWith(high);
  // What rounding has left.
  return sizes.map((size, index) => (index === objects / 2 ? size + inAll - total(sizes) : size));
}

function sizesWith(exponent: number): readonly number[] {
  return Array.from({ length: objects }, (_, index) =>
    Math.round(smallest * (largest / smallest) ** ((index / (objects - 1)) ** exponent)),
  );
}

function total(sizes: readonly number[]): number {
  return sizes.reduce((sum, size) => sum + size, 0);
}
