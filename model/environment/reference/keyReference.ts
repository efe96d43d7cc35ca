/** One key of the configuration, or one name inside a mapping. */
export interface KeyReference {
  readonly name: string;
  /** In words, such as "text" or "mapping of names to text". */
  readonly type: string;
  /** `required`, or what holds when it is left out, as code or in words. */
  readonly whenLeftOut: string;
  readonly text: string;
  /** The values that are taken, as a sentence. */
  readonly rule: string;
  /** YAML, the key included. */
  readonly example: string;
  /** Where the rule comes from, when it isn't this project's own. */
  readonly source?: string;
  /** In releases or places where it matters from a certain release on. */
  readonly since?: string;
  /** Its values are Pulumi secrets. */
  readonly secret?: true;
  /** Names inside it. */
  readonly inner?: readonly KeyReference[];
}
