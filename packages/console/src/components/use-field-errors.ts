import type { FieldError } from '@muster/core/error-code.ts'
import { useState } from 'react'
import { ApiError } from '../api/api-error.ts'

/** What the server says of the named fields of a form, to stand by each; what it says of others stays in the error. */
export function useFieldErrors(...fields: string[]) {
  const [errors, setErrors] = useState<readonly FieldError[]>([])
  return {
    errorOf: (field: string) => errors.find((error) => error.field === field)?.message,
    /** @throws ApiError: what the work threw, or where the fields say it all, that they do */
    async noting<Result>(work: Promise<Result>): Promise<Result> {
      setErrors([])
      try {
        return await work
      } catch (error) {
        if (!(error instanceof ApiError)) throw error
        setErrors(error.errors)
        const isSaid = error.errors.length > 0 && error.errors.every(({ field }) => fields.includes(field))
        if (!isSaid) throw error
        throw new ApiError(error.code, 'What has to be mended stands by its field.', { status: error.status })
      }
    },
  }
}
