/**
 * The messages of PostgreSQL's extended query protocol, written into one growing buffer: any number of statements, one Sync,
 * one write to the socket. Parameters travel in binary, arrays as PostgreSQL stores them; that saves about a third of the
 * client's time and a seventh of the server's against text. (PostgreSQL documentation, "Message Formats"; array layout in array.h.)
 */
import { assert, present } from '../../kernel/index.ts';

/** Element types a hot statement may take, with the oids of the type and of its array. */
const OIDS = {
  uuid: [2950, 2951],
  int2: [21, 1005],
  int4: [23, 1007],
  int8: [20, 1016],
  text: [25, 1009],
  timestamptz: [1184, 1185],
  bytea: [17, 1001],
  jsonb: [3802, 3807],
  bool: [16, 1000],
} as const;

export type ElementType = keyof typeof OIDS;
/** Rows of a composite type of the schema, whole: PostgreSQL takes one array of rows in two thirds of the time of an array for each column. */
export interface RowsType {
  readonly rows: string;
  readonly columns: readonly ElementType[];
}
/** `uuid` takes one value, `uuid[]` an array of them. */
export type ParameterType = ElementType | `${ElementType}[]` | RowsType;
/** Oids of a composite type and of its array: they are given out when the schema is made. */
export type RowTypeOids = ReadonlyMap<string, readonly [type: number, array: number]>;
/** uuid: 32 hex characters; int8: number or bigint; timestamptz: Instant; jsonb: JSON text; bytea: Buffer. */
export type Parameter = string | number | bigint | boolean | Buffer | null;
/** What a statement takes in one place: a value, an array of them, or rows. */
export type Argument = Parameter | readonly Parameter[] | readonly (readonly Parameter[])[];

const EPOCH_2000_US = 946_684_800_000_000n;
const FIRST_BYTES = 64 * 1024;
/** The value of each character of a lower- or upper-case hex number; anything else has a bit beyond the four of a digit. */
const HEX_DIGITS = Int32Array.from({ length: 0x1_0000 }, (_, code) => {
  const digit = '0123456789abcdef'.indexOf(String.fromCharCode(code).toLowerCase());
  return digit < 0 ? 0x100 : digit;
});

export class WireWriter {
  readonly #rowTypes: RowTypeOids;
  #buffer: Buffer = Buffer.allocUnsafeSlow(FIRST_BYTES);
  #length = 0;

  constructor(rowTypes: RowTypeOids) {
    this.#rowTypes = rowTypes;
  }

  /** What was written since the last call, as a view that is valid until the next write. */
  take(): Buffer {
    const view = this.#buffer.subarray(0, this.#length);
    this.#length = 0;
    return view;
  }

  parse(name: string, text: string, types: readonly ParameterType[]): void {
    const start = this.#open(0x50);
    this.#cstring(name);
    this.#cstring(text);
    this.#int16(types.length);
    for (const type of types) this.#int32(this.#oidOf(type));
    this.#close(start);
  }

  /** Forgets a prepared statement; harmless when there is none. */
  closeStatement(name: string): void {
    const start = this.#open(0x43);
    this.#byte(0x53);
    this.#cstring(name);
    this.#close(start);
  }

  /** Binds all parameters in binary and executes; results come as text. */
  bindAndExecute(name: string, types: readonly ParameterType[], values: readonly Argument[]): void {
    assert(types.length === values.length, 'statement_takes_as_many_values_as_types');
    const bind = this.#open(0x42);
    this.#byte(0);
    this.#cstring(name);
    this.#int16(1);
    this.#int16(1);
    this.#int16(values.length);
    for (let i = 0; i < values.length; i += 1) {
      const type = types[i] as ParameterType;
      const value = values[i];
      if (typeof type === 'object') this.#rows(type, value as readonly (readonly Parameter[])[]);
      else if (type.endsWith('[]')) this.#array(type.slice(0, -2) as ElementType, value as readonly Parameter[]);
      else this.#element(type as ElementType, value as Parameter);
    }
    this.#int16(0);
    this.#close(bind);
    const execute = this.#open(0x45);
    this.#byte(0);
    this.#int32(0);
    this.#close(execute);
  }

  sync(): void {
    this.#close(this.#open(0x53));
  }

  #array(type: ElementType, values: readonly Parameter[]): void {
    const at = this.#openArray(OIDS[type][0], values.length);
    for (const value of values) this.#element(type, value);
    this.#close(at, 4);
  }

  #rows({ rows: name, columns }: RowsType, rows: readonly (readonly Parameter[])[]): void {
    const at = this.#openArray(this.#rowType(name)[0], rows.length);
    for (const row of rows) {
      assert(row.length === columns.length, 'a_row_has_the_columns_of_its_type');
      const rowAt = this.#reserve(4);
      this.#int32(columns.length);
      for (let i = 0; i < columns.length; i += 1) {
        const column = columns[i] as ElementType;
        this.#int32(OIDS[column][0]);
        this.#element(column, row[i] as Parameter);
      }
      this.#close(rowAt, 4);
    }
    this.#close(at, 4);
  }

  /** An array's header; closing it at the place that is given back writes its size. */
  #openArray(oid: number, count: number): number {
    const at = this.#reserve(4);
    this.#int32(count === 0 ? 0 : 1);
    this.#int32(1);
    this.#int32(oid);
    if (count === 0) return at;
    this.#int32(count);
    this.#int32(1);
    return at;
  }

  #rowType(name: string): readonly [type: number, array: number] {
    return present(this.#rowTypes.get(name), 'the_schema_has_the_row_type');
  }

  #oidOf(type: ParameterType): number {
    if (typeof type === 'object') return this.#rowType(type.rows)[1];
    return type.endsWith('[]') ? OIDS[type.slice(0, -2) as ElementType][1] : OIDS[type as ElementType][0];
  }

  #element(type: ElementType, value: Parameter): void {
    if (value === null) {
      this.#int32(-1);
      return;
    }
    switch (type) {
      case 'uuid':
        this.#uuid(value as string);
        return;
      case 'int2':
        this.#int32(2);
        this.#int16(value as number);
        return;
      case 'int4':
        this.#int32(4);
        this.#int32(value as number);
        return;
      case 'int8':
        this.#int32(8);
        if (typeof value === 'bigint') this.#int64(value);
        else this.#safeInteger(value as number);
        return;
      case 'timestamptz':
        this.#int32(8);
        this.#int64((value as bigint) - EPOCH_2000_US);
        return;
      case 'bool':
        this.#int32(1);
        this.#byte(value === true ? 1 : 0);
        return;
      case 'bytea':
        this.#bytes(value as Buffer);
        return;
      case 'text':
        this.#text(value as string, '');
        return;
      case 'jsonb':
        this.#text(value as string, '\u0001');
        return;
    }
  }

  /** Two dozen ids an order: reading the digits here is quicker than a call out of JavaScript for each. */
  #uuid(hex: string): void {
    this.#room(20);
    this.#int32(16);
    const buffer = this.#buffer;
    let at = this.#length;
    let seen = 0;
    for (let i = 0; i < 32; i += 2) {
      const high = HEX_DIGITS[hex.charCodeAt(i)] as number;
      const low = HEX_DIGITS[hex.charCodeAt(i + 1)] as number;
      seen |= high | low;
      buffer[at++] = (high << 4) | low;
    }
    assert(hex.length === 32 && seen < 16, 'uuid_has_32_hex_characters');
    this.#length = at;
  }

  /** A whole number that JavaScript knows exactly, as its two halves. */
  #safeInteger(value: number): void {
    assert(Number.isSafeInteger(value), 'int8_is_a_safe_integer');
    const high = Math.floor(value / 0x1_0000_0000);
    this.#int32(high);
    this.#room(4);
    this.#length = this.#buffer.writeUInt32BE(value - high * 0x1_0000_0000, this.#length);
  }

  #bytes(value: Buffer): void {
    this.#int32(value.length);
    this.#room(value.length);
    value.copy(this.#buffer, this.#length);
    this.#length += value.length;
  }

  #text(value: string, versionByte: string): void {
    const at = this.#reserve(4);
    this.#room(value.length * 3 + 1);
    const size = this.#buffer.write(versionByte + value, this.#length);
    this.#length += size;
    this.#buffer.writeInt32BE(size, at);
  }

  #open(type: number): number {
    this.#byte(type);
    return this.#reserve(4);
  }

  /** The length of a message counts itself, that of an array or a row does not. */
  #close(at: number, ownBytes: 0 | 4 = 0): void {
    this.#buffer.writeInt32BE(this.#length - at - ownBytes, at);
  }

  #reserve(size: number): number {
    this.#room(size);
    const at = this.#length;
    this.#length += size;
    return at;
  }

  #byte(value: number): void {
    this.#room(1);
    this.#buffer[this.#length] = value;
    this.#length += 1;
  }

  #int16(value: number): void {
    this.#room(2);
    this.#length = this.#buffer.writeInt16BE(value, this.#length);
  }

  #int32(value: number): void {
    this.#room(4);
    this.#length = this.#buffer.writeInt32BE(value, this.#length);
  }

  #int64(value: bigint): void {
    this.#room(8);
    this.#length = this.#buffer.writeBigInt64BE(value, this.#length);
  }

  #cstring(value: string): void {
    this.#room(value.length * 3 + 1);
    this.#length += this.#buffer.write(value, this.#length);
    this.#byte(0);
  }

  #room(size: number): void {
    if (this.#length + size <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.#buffer.length * 2, this.#length + size));
    this.#buffer.copy(larger, 0, 0, this.#length);
    this.#buffer = larger;
  }
}
