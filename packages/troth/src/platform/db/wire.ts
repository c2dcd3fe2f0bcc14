/**
 * The messages of PostgreSQL's extended query protocol, written into one growing buffer: any number of statements, one Sync,
 * one write to the socket. Parameters travel in binary, arrays as PostgreSQL stores them; that saves about a third of the
 * client's time and a seventh of the server's against text. (PostgreSQL documentation, "Message Formats"; array layout in array.h.)
 */
import { assert } from '../../kernel/index.ts';

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
/** `uuid` takes one value, `uuid[]` an array of them. */
export type ParameterType = ElementType | `${ElementType}[]`;
/** uuid: 32 hex characters; int8: number or bigint; timestamptz: Instant; jsonb: JSON text; bytea: Buffer. */
export type Parameter = string | number | bigint | boolean | Buffer | null;

const EPOCH_2000_US = 946_684_800_000_000n;
const FIRST_BYTES = 64 * 1024;

export class WireWriter {
  #buffer: Buffer = Buffer.allocUnsafeSlow(FIRST_BYTES);
  #length = 0;

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
    for (const type of types) this.#int32(oidOf(type));
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
  bindAndExecute(
    name: string,
    types: readonly ParameterType[],
    values: readonly (Parameter | readonly Parameter[])[],
  ): void {
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
      if (type.endsWith('[]')) this.#array(type.slice(0, -2) as ElementType, value as readonly Parameter[]);
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
    const at = this.#reserve(4);
    const from = this.#length;
    if (values.length === 0) {
      this.#int32(0);
      this.#int32(0);
      this.#int32(OIDS[type][0]);
    } else {
      this.#int32(1);
      this.#int32(1);
      this.#int32(OIDS[type][0]);
      this.#int32(values.length);
      this.#int32(1);
      for (const value of values) this.#element(type, value);
    }
    this.#buffer.writeInt32BE(this.#length - from, at);
  }

  #element(type: ElementType, value: Parameter): void {
    if (value === null) {
      this.#int32(-1);
      return;
    }
    switch (type) {
      case 'uuid':
        this.#room(20);
        this.#int32(16);
        assert(this.#buffer.write(value as string, this.#length, 16, 'hex') === 16, 'uuid_has_32_hex_characters');
        this.#length += 16;
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
        this.#int64(typeof value === 'bigint' ? value : BigInt(value as number));
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

  #close(at: number): void {
    this.#buffer.writeInt32BE(this.#length - at, at);
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

function oidOf(type: ParameterType): number {
  return type.endsWith('[]') ? OIDS[type.slice(0, -2) as ElementType][1] : OIDS[type as ElementType][0];
}
