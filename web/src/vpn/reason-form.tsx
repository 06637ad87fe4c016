/** Asks why, and does what was asked with the reason; a refusal stands above it and loses nothing. */
import { useState } from 'react'
import { Button } from '@/kit/button'
import { TextArea } from '@/kit/field'
import { Problem } from '@/kit/problem'
import s from './reason-form.module.css'

interface ReasonFormProps {
  readonly label: string
  readonly hint: string
  readonly most: number // letters
  readonly act: string
  readonly isDanger?: boolean
  readonly onReason: (reason: string) => Promise<unknown>
  readonly onDone: () => void
}

export function ReasonForm({
  label,
  hint,
  most,
  act,
  isDanger,
  onReason,
  onDone,
}: ReasonFormProps) {
  const [reason, setReason] = useState('')
  const [error, setError] = useState<unknown>(null)
  return (
    <form
      className={s.form}
      onSubmit={event => {
        event.preventDefault()
        onReason(reason.normalize('NFC').trim()).then(onDone, setError)
      }}
    >
      {error !== null && <Problem error={error} />}
      <TextArea
        label={label}
        hint={hint}
        value={reason}
        onChange={setReason}
        rows={3}
        maxLength={most}
        isRequired
      />
      <Button type="submit" look={isDanger ? 'danger' : 'primary'}>
        {act}
      </Button>
    </form>
  )
}
