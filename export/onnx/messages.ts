/** A 64-bit integer as protobufjs gives it (Long) or takes it (either). */
export type Int64 = number | { readonly low: number; readonly high: number; toNumber(): number };

/** ONNX `TensorProto`: a constant, in one of its typed lists or in `rawData` (little endian). */
export interface TensorProto {
  readonly name?: string;
  readonly dims?: readonly Int64[];
  /** A number of {@link DATA_TYPES}, or one this project does not use. */
  readonly dataType?: number;
  readonly rawData?: Uint8Array;
  readonly floatData?: readonly number[];
  readonly int32Data?: readonly number[];
  readonly int64Data?: readonly Int64[];
  readonly doubleData?: readonly number[];
  readonly uint64Data?: readonly Int64[];
  /** 1 is "in another file". */
  readonly dataLocation?: number;
}

/** ONNX `AttributeProto`; `type` says which of the other fields holds the value. */
export interface AttributeProto {
  readonly name?: string;
  readonly type?: number;
  readonly f?: number;
  readonly i?: Int64;
  readonly s?: Uint8Array;
  readonly t?: TensorProto;
  readonly g?: GraphProto;
  readonly floats?: readonly number[];
  readonly ints?: readonly Int64[];
}

/** ONNX `NodeProto`. */
export interface NodeProto {
  readonly name?: string;
  readonly opType?: string;
  readonly domain?: string;
  readonly input?: readonly string[];
  readonly output?: readonly string[];
  readonly attribute?: readonly AttributeProto[];
}

/** One dimension: a number or a symbol. */
export interface DimensionProto {
  readonly dimValue?: Int64;
  readonly dimParam?: string;
}

/** ONNX `ValueInfoProto`; of the types only tensors are read. */
export interface ValueInfoProto {
  readonly name?: string;
  readonly type?: {
    readonly tensorType?: {
      readonly elemType?: number;
      readonly shape?: { readonly dim?: readonly DimensionProto[] };
    };
  };
}

/** ONNX `GraphProto`. */
export interface GraphProto {
  readonly name?: string;
  readonly node?: readonly NodeProto[];
  readonly initializer?: readonly TensorProto[];
  readonly sparseInitializer?: readonly unknown[];
  readonly input?: readonly ValueInfoProto[];
  readonly output?: readonly ValueInfoProto[];
}

/** ONNX `ModelProto`. */
export interface ModelProto {
  readonly irVersion?: Int64;
  readonly opsetImport?: readonly { readonly domain?: string; readonly version?: Int64 }[];
  readonly producerName?: string;
  readonly graph?: GraphProto;
  readonly metadataProps?: readonly { readonly key?: string; readonly value?: string }[];
  readonly functions?: readonly unknown[];
}

/** The messages that stand alone in a file. */
export interface Messages {
  readonly ModelProto: ModelProto;
  readonly TensorProto: TensorProto;
}

/** `TensorProto.DataType` of the element types that graphs use. */
export const DATA_TYPES = { float32: 1, uint8: 2, int32: 6, int64: 7, bool: 9 } as const;

/** `AttributeProto.AttributeType` of the attribute kinds that graphs use. */
export const ATTRIBUTE_TYPES = { float: 1, int: 2, string: 3, tensor: 4, graph: 5, floats: 6, ints: 7 } as const;
