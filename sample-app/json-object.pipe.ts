import { BadRequestException, Injectable, type PipeTransform } from '@nestjs/common';

/** Refuses bodies that are missing or not a JSON object. The contents are checked where they are used. */
@Injectable()
export class JsonObjectPipe implements PipeTransform<unknown, object> {
  transform(value: unknown): object {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
    throw new BadRequestException('The body is not a JSON object');
  }
}
