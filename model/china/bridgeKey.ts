/** An API key of the gateway's account, without its value. */
export interface BridgeKey {
  readonly id: string;
  readonly name: string;
  readonly enabled: boolean;
  /** To the second, as API Gateway has it. */
  readonly created: Date;
  /** When it was last enabled, disabled or renamed. */
  readonly changed: Date;
  /** Made by this project for this environment: only those are ever disabled or deleted. */
  readonly ours: boolean;
  /** Whether it is the one in the web app's secret. */
  readonly inSecret: boolean;
  /** Usage plans of the bridge's stage that it is on: without one the bridge refuses it. */
  readonly plans: readonly string[];
}

/** Tag of keys that this project has made; its value is the environment's name. */
export const keyTag = "panther:environment";

/** Of a new key, so that the console shows whose it is and `panther history` which run made it. */
export function keyName(environment: string, runId: string): string {
  return `panther-${environment}-${runId}`;
}

/** Whether the bridge answers a key, once its last change has got around. */
export function isUsable({ enabled, plans }: BridgeKey): boolean {
  return enabled && plans.length > 0;
}
