import { BadRequestException, Injectable, type PipeTransform } from '@nestjs/common';

/** Refuses bodies that are missing or are no JSON object. What is in the object is checked by who uses it. */
@Injectable()
export class JsonObjectPipe implements PipeTransform<unknown, object> {
  transform(value: unknown): object {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
    throw new BadRequestException('The body is not a JSON object');
  }
}
