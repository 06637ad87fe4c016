import { FileText, Paperclip, Trash2 } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { bytes } from '@/kernel/text'
import { Button } from '@/kit/button'
import { useFilling } from '../context'
import type { UploadNode } from '../engine/node'
import { endingOf } from '../media/picture'
import { words } from '../words'
import { type Face, wordsOf } from './face'
import s from './media.module.css'
import { PickFile } from './pick-file'
import { useAddress, useFile } from './use-file'

export function FileQuestion({ node, told }: Face<UploadNode>) {
  const t = useWords(words)
  const { isRead } = useFilling()
  const { file, isBusy, isTooLarge, keep, remove } = useFile(node)
  const address = useAddress(file)
  return (
    <fieldset className={s.media} {...wordsOf(told)}>
      {file && (
        <a className={s.fileName} href={address ?? undefined} download={file.name}>
          <FileText size={20} aria-hidden /> {file.name} ({bytes(file.size)})
        </a>
      )}
      {isTooLarge && (
        <p className={s.wrong} role="alert">
          {t('tooLargeFile')}
        </p>
      )}
      {!isRead && (
        <div className={s.acts}>
          <PickFile
            icon={Paperclip}
            label={t(file ? 'chooseOther' : 'chooseFile')}
            describedBy={told['aria-labelledby']}
            accept={node.nodeOptions.media.accept.replace(/^\*$/, '')}
            isMain={file === null}
            isDisabled={isBusy}
            onPick={picked =>
              void keep(async () => ({
                original: picked,
                blob: picked,
                ending: endingOf(picked.type, picked.name),
              }))
            }
          />
          {file && (
            <Button icon={Trash2} onPress={remove}>
              {t('remove')}
            </Button>
          )}
        </div>
      )}
    </fieldset>
  )
}
