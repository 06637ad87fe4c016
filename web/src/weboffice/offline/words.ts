import { defineWords } from '@/kernel/i18n'

export const words = defineWords(
  'offline-copy',
  {
    keptNote:
      '쓴 글을 이 기기에 암호화해 두었습니다. 연결되면 저절로 저장되고, 창을 닫아도 다음에 열 때 이어집니다.',
    failed: '이 기기에 글을 보관하지 못했습니다. 연결될 때까지 이 창을 닫지 마십시오.',
    merged: '이 기기에 남아 있던 글을 문서에 이었습니다',
    closed: '이 기기에 남은 글을 열 열쇠가 바뀌어 읽을 수 없습니다. 관리자에게 알리십시오.',
    aside: {
      title: '이 기기에 합치지 않은 글이 있습니다',
      note: '{{at}}부터 연결 없이 쓴 글입니다. 그 사이 문서를 백업에서 되살렸으므로 저절로 합치지 않았습니다.',
      copy: '새 문서로 남기기',
      drop: '버리기',
      name: '{{title}} (이 기기에서 쓴 글)',
    },
    todo: {
      note: '{{at}}부터 연결 없이 쓴 글이 이 기기에만 있습니다',
      loss: '“{{title}}”에 쓴 글 가운데 아직 저장되지 않은 것',
    },
  },
  {
    keptNote:
      'What you wrote is stored on this device, encrypted. It will be saved when you are back online, even if you close this window and open the document later.',
    failed:
      'Your text could not be stored on this device. Keep this window open until you are back online.',
    merged: 'Text left on this device has been added to the document',
    closed:
      'The key to the text left on this device has changed, so it cannot be read. Contact your administrator.',
    aside: {
      title: 'Text written on this device was not merged',
      note: 'It was written offline from {{at}}. The document was restored from a backup in the meantime, so the text was not merged automatically.',
      copy: 'Save as new document',
      drop: 'Discard',
      name: '{{title}} (written on this device)',
    },
    todo: {
      note: 'Written offline from {{at}} and stored only on this device',
      loss: 'Unsaved changes in “{{title}}”',
    },
  },
)
