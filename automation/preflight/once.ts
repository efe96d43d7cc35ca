/** What is looked up when somebody first asks, and not again: all get the same answer, or the same error. */
export function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
