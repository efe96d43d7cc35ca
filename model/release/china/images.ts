import { type AssetSource, type ImageReference, sourceRegion } from "./asset.ts";
import { propertyOf, staticText } from "./staticText.ts";
import { elementAt, elementsOf, placeOf, type TemplateTree, type TreeNode } from "./tree.ts";

const registry = /(?:^|[\s"'=/])(?:\d{12}\.dkr\.ecr\.|public\.ecr\.aws\/)/;

/** The images in registries that a template's resources name; those that its own account's registry holds are not. */
export function imagesIn(tree: TemplateTree, source: AssetSource): readonly ImageReference[] {
  const published = { tree, region: sourceRegion(source) };
  const images: ImageReference[] = [];
  const visit = (node: TreeNode): void => {
    const uri = staticText(node, published);
    if (uri !== undefined && isImage(node, uri)) images.push({ uri, place: placeOf(node) });
    else for (const { value } of elementsOf(node)) visit(value);
  };
  const resources = elementAt(tree.root, "Resources")?.value;
  if (resources) visit(resources);
  return images;
}

function isImage(node: TreeNode, text: string): boolean {
  if (registry.test(text)) return true;
  return text !== "" && isImageProperty(node);
}

function isImageProperty(node: TreeNode): boolean {
  const { type, property } = propertyOf(node) ?? {};
  const key = node.at?.key;
  if (type === "AWS::ECS::TaskDefinition") return property === "ContainerDefinitions" && key === "Image";
  return (type === "AWS::Lambda::Function" || type === "AWS::Serverless::Function") && key === "ImageUri";
}
