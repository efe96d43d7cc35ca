import type { Call } from "./call.ts";
import type { Properties } from "./values.ts";

/** How a name is made for a resource whose program gives none: `NAME-<7 hex>`. */
export interface AutoName {
  readonly property: string;
  readonly maximum: number;
  /** Set in place of `property` by programs that want a name of their own beginning; then AWS or the handler completes it. */
  readonly prefixProperty?: string;
  readonly lowerCase?: boolean;
  readonly refusedPrefix?: string;
}

export interface CheckFailure {
  readonly property: string;
  readonly reason: string;
}

/** What a read found. `tags` are all the tags that the resource has; left out where it has none or they can't be read. */
export interface Found {
  readonly id: string;
  readonly state: Properties;
  readonly tags?: Readonly<Record<string, string>>;
}

/** One resource type. Properties handed to its functions are revealed (no secret wrapping) and known. */
export interface ResourceHandler {
  /** Properties that a program may set, without `region`. */
  readonly inputs: readonly string[];
  /** Inputs whose change makes a new resource. */
  readonly replaceOn: readonly string[];
  /** Properties that AWS decides: unknown when a create is previewed; an unset input among them is no difference. */
  readonly computed: readonly string[];
  /** Properties that any update leaves unknown in its preview. */
  readonly unknownOnUpdate?: readonly string[];
  /** What state shows for unset inputs. */
  readonly zero?: Properties;
  /** Set by Check where the program sets nothing. */
  readonly defaults?: Properties;
  readonly autoName?: AutoName;
  /** Lists whose order has no meaning. */
  readonly sets?: readonly string[];
  /** Texts that are compared as JSON, or as IAM policies. */
  readonly json?: readonly string[];
  readonly policies?: readonly string[];
  /** Properties that are secret in state whatever the program says. */
  readonly secrets?: readonly string[];
  /** A service without regions: no `region` in state. */
  readonly global?: boolean;
  readonly tagged?: boolean;
  check?(inputs: Properties): readonly CheckFailure[];
  /** Returns the id. Throws `Started` once the resource exists, so that state keeps it. */
  create(call: Call, inputs: Properties): Promise<string>;
  /** Undefined when it does not exist. `known` is what state (or, after a create, the program) says. */
  read(call: Call, id: string, known: Properties): Promise<Found | undefined>;
  /** `old` is state before; `changed` holds the names of properties that differ from it. */
  update?(call: Call, id: string, inputs: Properties, old: Properties, changed: ReadonlySet<string>): Promise<void>;
  delete(call: Call, id: string, state: Properties): Promise<void>;
}

/** A function (data source): arguments in, result out. */
export type FunctionHandler = (call: Call, args: Properties) => Promise<Properties>;

/** Thrown by `create` when it fails after AWS has made the resource `id`. */
export class Started extends Error {
  override readonly name = "Started";
  constructor(
    readonly id: string,
    message: string,
  ) {
    super(message);
  }
}
