const units = ["kB", "MB", "GB", "TB"];

/** A number of bytes for people, in units of 1000 as AWS bills them: `1.07 GB`. */
export function bytesText(bytes: number): string {
  let [value, unit] = [bytes, "bytes"];
  for (const next of units) {
    // What would be rounded to 1000 is 1 of the next unit.
    if (value < 999.5) break;
    [value, unit] = [value / 1000, next];
  }
  if (unit === "bytes") return `${bytes} ${bytes === 1 ? "byte" : unit}`;
  return `${value.toFixed(value < 9.995 ? 2 : value < 99.95 ? 1 : 0)} ${unit}`;
}
