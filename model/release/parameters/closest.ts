/** The name that somebody most likely meant, or undefined when none is near. */
export function closest(name: string, candidates: Iterable<string>): string | undefined {
  const wanted = name.toLowerCase();
  const furthest = Math.max(1, Math.floor(name.length / 4));
  let best: { readonly candidate: string; readonly distance: number } | undefined;
  for (const candidate of candidates) {
    const distance = distanceBetween(wanted, candidate.toLowerCase());
    if (distance <= furthest && (!best || distance < best.distance)) best = { candidate, distance };
  }
  return best?.candidate;
}

/** How many letters have to be added, removed or replaced (Levenshtein). */
function distanceBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  let distance = b.length;
  for (const [i, letter] of [...a].entries()) {
    let left = i + 1;
    let diagonal = i;
    row = row.map((above, j) => {
      if (j > 0) left = Math.min(above + 1, left + 1, diagonal + (letter === b[j - 1] ? 0 : 1));
      diagonal = above;
      return left;
    });
    distance = left;
  }
  return distance;
}
