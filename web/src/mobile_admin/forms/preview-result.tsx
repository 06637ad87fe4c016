/** What a sheet that was tried would send: for whoever made the form. */
import { Download } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { bytes } from '@/kernel/text'
import { Button } from '@/kit/button'
import type { Parcel } from '../capture/ports'
import s from './preview.module.css'
import { words } from './words'

export function Result({ parcel: { xml, files } }: { readonly parcel: Parcel }) {
  const t = useWords(words)
  function download(): void {
    const address = URL.createObjectURL(new Blob([xml], { type: 'text/xml' }))
    Object.assign(document.createElement('a'), { href: address, download: 'answers.xml' }).click()
    setTimeout(() => URL.revokeObjectURL(address), 60_000)
  }
  return (
    <div className={s.result}>
      <p>{t('triedNote')}</p>
      <pre className={s.xml} data-answers>
        {xml}
      </pre>
      {files.length > 0 && (
        <ul>
          {files.map(file => (
            <li key={file.name} data-file={file.name}>
              {file.name} ({bytes(file.size)})
            </li>
          ))}
        </ul>
      )}
      <Button icon={Download} onPress={download}>
        {t('answersFile')}
      </Button>
    </div>
  )
}
