import type { DocumentSchema, FieldSchema, FieldType } from '../document-schema.js';

/** The path by field name of a path of stored keys; undefined if a key on the way is not declared. */
export function pathOfKey(schema: DocumentSchema, keyPath: string): string | undefined {
  const names: string[] = [];
  let type: FieldType | undefined = { kind: 'embedded', schema };
  for (const key of keyPath.split('.')) {
    const holder: FieldType | undefined = type && throughArrays(type, key);
    if (!holder) return undefined;
    const field: FieldSchema | undefined =
      'schema' in holder ? holder.schema.fieldsByKey.get(key) : undefined;
    if ('schema' in holder && !field) return undefined;
    names.push(field?.name ?? key);
    type = field ? field.type : below(holder);
  }
  return names.join('.');
}

function throughArrays(type: FieldType, key: string): FieldType {
  return type.kind === 'array' && !/^\d+$/.test(key) ? throughArrays(type.of, key) : type;
}

/** The type of what is below a value that is not an embedded document; undefined if nothing is. */
function below(type: FieldType): FieldType | undefined {
  if ('of' in type) return type.of;
  return type.kind === 'any' ? type : undefined;
}
