import { awsError } from "./awsError.ts";
import type { VirtualTime } from "./virtualTime.ts";

interface Version {
  readonly id: string;
  readonly text: string | undefined;
  readonly created: Date;
}

/** Secrets Manager with one secret. */
export class FakeSecret {
  readonly name = "panther/china";
  exists = true;
  deleted = false;
  /** Oldest first; the last one is the current one. */
  readonly versions: Version[] = [];
  changed: Date;
  readonly #time: VirtualTime;

  constructor(time: VirtualTime) {
    this.#time = time;
    this.changed = time.now();
  }

  get current(): Version | undefined {
    return this.versions.at(-1);
  }

  /** URL and key as whoever reads the secret now gets them; undefined where there are none. */
  get value(): { readonly URL: string; readonly API_KEY: string } | undefined {
    try {
      return JSON.parse(this.current?.text ?? "");
    } catch {
      return undefined;
    }
  }

  put(text: string | undefined, id = `version-${this.versions.length}`): void {
    this.changed = this.#time.now();
    this.versions.push({ id, text, created: this.#time.now() });
  }

  describeSecret({ SecretId }: { SecretId: string }) {
    this.#mustBe(SecretId);
    const { current, versions } = this;
    const stages = versions.slice(-2).map(({ id }) => [id, [id === current?.id ? "AWSCURRENT" : "AWSPREVIOUS"]]);
    return {
      LastChangedDate: this.changed,
      ...(this.deleted && { DeletedDate: this.#time.now() }),
      ...(stages.length > 0 && { VersionIdsToStages: Object.fromEntries(stages) as Record<string, string[]> }),
    };
  }

  getSecretValue({ SecretId }: { SecretId: string }) {
    this.#mustBe(SecretId);
    const { current } = this;
    if (!current) throw awsError("ResourceNotFoundException", "can't find the specified secret value", 400);
    return { SecretString: current.text, VersionId: current.id, CreatedDate: current.created };
  }

  putSecretValue({ SecretId, ClientRequestToken: id, SecretString: text }: Record<string, string>) {
    this.#mustBe(SecretId ?? "");
    const same = this.versions.find((version) => version.id === id);
    if (same && same.text !== text) throw awsError("ResourceExistsException");
    if (!same) this.put(text, id);
    return { VersionId: id };
  }

  #mustBe(name: string): void {
    if (!this.exists || name !== this.name) throw awsError("ResourceNotFoundException", "no such secret", 400);
  }
}
