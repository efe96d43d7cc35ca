/** What Panther's own bucket has, by which a teardown knows it: its stacks give it these, and nobody else. */
const ownTags: Readonly<Record<string, string>> = { Application: "Panther", Stack: "panther-bootstrap" };

interface Tag {
  readonly Key: string | undefined;
  readonly Value: string | undefined;
}

/** Whether these tags are of one of Panther's buckets. Tags differ by upper and lower case. */
export function isOwnBucket(tags: readonly Tag[]): boolean {
  return Object.entries(ownTags).every(([key, value]) => tags.some(({ Key, Value }) => Key === key && Value === value));
}
