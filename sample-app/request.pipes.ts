import { BadRequestException, Injectable, type PipeTransform } from '@nestjs/common';
import { ObjectId } from 'mongodb';

@Injectable()
export class ObjectIdPipe implements PipeTransform<string, ObjectId> {
  transform(value: string): ObjectId {
    if (!ObjectId.isValid(value)) throw new BadRequestException('The id is not an ObjectId');
    return new ObjectId(value);
  }
}

/** Refuses bodies that are missing or are no JSON object. What is in the object is checked by who uses it. */
@Injectable()
export class JsonObjectPipe implements PipeTransform<unknown, object> {
  transform(value: unknown): object {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
    throw new BadRequestException('The body is not a JSON object');
  }
}
