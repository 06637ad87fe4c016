/** Workbooks and files on their way to the server: how far they are, and what is wrong with them. */
import { useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { asRefusal } from '@/kernel/refusal'
import { Dialog } from '@/kit/dialog'
import { Progress } from '@/kit/progress'
import { toast, toastRefusal } from '@/kit/toast'
import { ProblemList } from './problem-list'
import { type FieldForm, type Problem, putFile, type Tell, uploadSheet } from './state'
import { words } from './words'

interface Going {
  readonly name: string
  readonly share: number
}

interface Refused {
  /** Of the workbook; empty where there is a draft all the same. */
  readonly name: string
  readonly problems: readonly Problem[]
}

type Brought<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'wrong'; readonly problems: readonly Problem[] }
  | { readonly kind: 'failed' }

/** What is wrong with a file is a value; anything else was told when this returns. */
async function brought<T>(act: Promise<T>): Promise<Brought<T>> {
  try {
    return { kind: 'done', value: await act }
  } catch (error) {
    const { code, facts } = asRefusal(error)
    if (code === 'sheet_refused') {
      return { kind: 'wrong', problems: facts.problems as readonly Problem[] }
    }
    toastRefusal(error)
    return { kind: 'failed' }
  }
}

export function useBringing() {
  const t = useWords(words)
  const [going, setGoing] = useState<Going | null>(null)
  const [refused, setRefused] = useState<Refused | null>(null)
  const telling = (name: string): Tell => {
    setGoing({ name, share: 0 })
    return share => setGoing({ name, share })
  }
  /** One after another; what is wrong with them is told together at the end. */
  async function put(form: string, version: string, files: readonly File[]): Promise<void> {
    const problems: Problem[] = []
    for (const file of files) {
      const found = await brought(putFile(form, version, file, telling(file.name)))
      if (found.kind === 'wrong') problems.push(...found.problems)
      if (found.kind === 'failed') return setGoing(null)
    }
    setGoing(null)
    if (problems.length > 0) setRefused({ name: '', problems })
    else if (files.length > 0) toast(t('filesPut'))
  }
  async function book(file: File): Promise<FieldForm | null> {
    const found = await brought(uploadSheet(file, telling(file.name)))
    setGoing(null)
    if (found.kind === 'wrong') setRefused({ name: file.name, problems: found.problems })
    return found.kind === 'done' ? found.value : null
  }
  const told = <Told going={going} refused={refused} onSeen={() => setRefused(null)} />
  return { isBusy: going !== null, put, book, told }
}

interface ToldProps {
  readonly going: Going | null
  readonly refused: Refused | null
  readonly onSeen: () => void
}

function Told({ going, refused, onSeen }: ToldProps) {
  const t = useWords(words)
  const count = refused?.problems.length ?? 0
  const name = refused?.name ?? ''
  return (
    <>
      <Dialog title={t('sending')} size="s" isOpen={going !== null} isDismissable={false}>
        {going && (
          <Progress label={t('uploading', { name: going.name })} value={100 * going.share} />
        )}
      </Dialog>
      <Dialog
        size="l"
        title={t(name ? 'refused' : 'fileRefused', { count })}
        isOpen={refused !== null}
        onOpenChange={onSeen}
      >
        <p>{name ? t('refusedNote', { name }) : t('fileRefusedNote')}</p>
        <ProblemList label={t('message')} problems={refused?.problems ?? []} />
      </Dialog>
    </>
  )
}
