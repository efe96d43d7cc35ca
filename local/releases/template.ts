/** What a CloudFormation template is made of here: plain data with intrinsic functions in their long form. */

export type Value = string | number | boolean | readonly Value[] | { readonly [key: string]: Value };
export type Values = Readonly<Record<string, Value>>;

export interface Resource {
  readonly Type: string;
  readonly Condition?: string;
  readonly DependsOn?: string | readonly string[];
  readonly DeletionPolicy?: "Retain" | "Delete";
  readonly UpdateReplacePolicy?: "Retain" | "Delete";
  readonly Properties?: Values;
}
export type Resources = Readonly<Record<string, Resource>>;

export interface Output {
  readonly Description: string;
  readonly Value: Value;
  readonly Condition?: string;
}

export interface Template {
  readonly Description: string;
  readonly Transform?: string;
  readonly Parameters?: Readonly<Record<string, Values>>;
  readonly Mappings?: Values;
  readonly Conditions?: Values;
  readonly Resources: Resources;
  readonly Outputs?: Readonly<Record<string, Output>>;
}

/** How a template is written: as people write by hand, or with every intrinsic function spelt out. */
export type IntrinsicStyle = "short" | "long";

export const samTransform = "AWS::Serverless-2016-10-31";

export const ref = (name: string): Value => ({ Ref: name });
export const sub = (text: string): Value => ({ "Fn::Sub": text });
export const getAtt = (resource: string, attribute = "Arn"): Value => ({ "Fn::GetAtt": [resource, attribute] });
export const select = (index: number, list: Value): Value => ({ "Fn::Select": [index, list] });
export const join = (separator: string, list: Value): Value => ({ "Fn::Join": [separator, list] });
export const findInMap = (map: string, row: Value, column: string): Value => ({ "Fn::FindInMap": [map, row, column] });
export const when = (condition: string, yes: Value, no: Value): Value => ({ "Fn::If": [condition, yes, no] });
export const equals = (left: Value, right: Value): Value => ({ "Fn::Equals": [left, right] });
export const not = (condition: Value): Value => ({ "Fn::Not": [condition] });
export const and = (...conditions: readonly Value[]): Value => ({ "Fn::And": conditions });
export const condition = (name: string): Value => ({ Condition: name });
export const isSet = (parameter: string): Value => not(equals(ref(parameter), ""));
export const isTrue = (parameter: string): Value => equals(ref(parameter), true);

export const region = ref("AWS::Region");
export const noValue = ref("AWS::NoValue");
/** An ARN in the stack's own partition; `rest` is everything after `arn:<partition>:`, in Fn::Sub syntax. */
export const arn = (rest: string): Value => sub(`arn:\${AWS::Partition}:${rest}`);
