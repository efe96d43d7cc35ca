import type { SdkClient, Service } from "./clients.ts";
import type { Session } from "./session.ts";

/** One operation on one resource, or one function call. */
export interface Call {
  readonly session: Session;
  /** The resource's own `region` input, or the provider's. */
  readonly region: string;
  /** All tags that the resource is to have: its own over the provider's default ones. */
  readonly tags: Readonly<Record<string, string>>;
  /** From `customTimeouts`; undefined where the program sets none. */
  readonly timeoutSeconds: number | undefined;
  client<Client extends SdkClient>(service: Service<Client>): Client;
  /** Waits as long as the official plugin does, shortened by the one setting for that. */
  pause(seconds: number): Promise<void>;
}

/** The official plugin's longest pause, which the setting gives a new length; shorter ones shrink in proportion. */
const officialPauseSeconds = 10;

export function newCall(
  session: Session,
  own: {
    readonly region?: unknown;
    readonly tags?: Readonly<Record<string, string>>;
    readonly timeoutSeconds?: number;
  },
): Call {
  const region = typeof own.region === "string" && own.region !== "" ? own.region : session.region;
  return {
    session,
    region,
    tags: { ...session.defaultTags, ...own.tags },
    timeoutSeconds: own.timeoutSeconds || undefined,
    client: (service) => session.client(service, region),
    pause: (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * pauseScale() * 1000)),
  };
}

function pauseScale(): number {
  const wanted = Number(process.env.PANTHER_STANDIN_PAUSE_SECONDS ?? officialPauseSeconds);
  return (Number.isFinite(wanted) && wanted >= 0 ? wanted : officialPauseSeconds) / officialPauseSeconds;
}

/** AWS's list of tags from a map, and back. */
export function tagList(tags: Readonly<Record<string, string>>): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

export function tagMap(
  tags: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[] | undefined,
): Readonly<Record<string, string>> {
  return Object.fromEntries((tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value]));
}
