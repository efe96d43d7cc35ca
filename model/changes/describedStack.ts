/** Why a resource changes, in the names of CloudFormation's ResourceChangeDetail. */
export interface DescribedDetail {
  readonly Target?:
    | {
        /** Properties, Tags, Metadata, DeletionPolicy, … */
        readonly Attribute?: string | undefined;
        /** Of a property. */
        readonly Name?: string | undefined;
        /** Never, Conditionally or Always. */
        readonly RequiresRecreation?: string | undefined;
      }
    | undefined;
  /** Dynamic: the value is known only once the change set is executed. */
  readonly Evaluation?: string | undefined;
  /** ResourceReference, ParameterReference, ResourceAttribute, DirectModification, Automatic or NoModification. */
  readonly ChangeSource?: string | undefined;
  /** A parameter, a resource, or a resource's attribute. */
  readonly CausingEntity?: string | undefined;
}

/** One resource of a change set, in the names of CloudFormation's ResourceChange. */
export interface DescribedChange {
  /** Add, Modify, Remove, Import or Dynamic, and whatever AWS adds. */
  readonly Action?: string | undefined;
  readonly LogicalResourceId?: string | undefined;
  readonly PhysicalResourceId?: string | undefined;
  readonly ResourceType?: string | undefined;
  /** True, False or Conditional. */
  readonly Replacement?: string | undefined;
  /** Delete, Retain, Snapshot, ReplaceAndDelete, ReplaceAndRetain or ReplaceAndSnapshot. */
  readonly PolicyAction?: string | undefined;
  readonly Details?: readonly DescribedDetail[] | undefined;
}

/** What would become of one stack: its change set, all pages of it, and those of the stacks nested in it. */
export interface DescribedStack {
  readonly changes: readonly DescribedChange[];
  /** Names of parameters whose values another nested stack hands over, and that are known only once that is done. */
  readonly unknownParameters: ReadonlySet<string>;
  /** By logical ID; missing where nothing is known of what is inside. */
  readonly nested: ReadonlyMap<string, DescribedStack>;
}

export const nestedStackType = "AWS::CloudFormation::Stack";
