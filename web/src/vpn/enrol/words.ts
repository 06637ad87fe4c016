import { defineWords } from '@/kernel/i18n'
import '../refusals'

export const words = defineWords(
  'vpn.enrol',
  {
    title: '이 기기 등록',
    note: '이 기기의 열쇠를 지금 여기서 만듭니다. 비밀 열쇠는 어디로도 보내지 않습니다.',
    code: '등록 코드',
    act: '이 기기 등록',
    unable: '이 브라우저에서는 열쇠를 만들 수 없습니다',
    unableNote: 'https 주소로 열었는지 보고, 브라우저를 최신판으로 올린 뒤 다시 여세요.',
    approval: '관리자의 승인을 기다립니다',
    gateway: '관문이 켜지기를 기다립니다',
    stay: '이 화면을 닫지 마세요. 비밀 열쇠가 이 화면에만 있습니다. 다른 앱을 보고 와도 됩니다.',
    again: '다른 코드로 다시 등록',
    ready: '준비되었습니다',
    everything: '모든 통신을 터널로 보내기',
    everythingNote:
      '끄면 기관으로 가는 통신만 터널로 갑니다. 켜면 나머지 인터넷은 인터넷망에 접속한 동안에만 열립니다.',
    save: '프로파일 저장',
    saved: '저장했습니다. 이 화면을 닫아도 됩니다.',
    app: 'WireGuard 앱을 열고 + → ‘파일에서 가져오기’로 저장한 파일을 고르세요. 가져온 뒤 내려받은 파일은 지우세요.',
    refused: '등록하지 못했습니다',
  },
  {
    title: 'Add this device',
    note: 'Its key is made here and now. The private half is sent nowhere.',
    code: 'Code',
    act: 'Add this device',
    unable: 'This browser cannot make the key',
    unableNote: 'See that the address begins with https, update the browser, and open it again.',
    approval: 'Waiting for an administrator',
    gateway: 'Waiting for the gateway to be switched on',
    stay: 'Do not close this page: the private key is nowhere else.',
    ready: 'Ready',
    everything: 'Send all traffic into the tunnel',
    everythingNote:
      'Off, only what is for the agency goes through it. On, the rest of the Internet is open only while you are in the Internet zone.',
    save: 'Save the profile',
    saved: 'Saved. You may close this page.',
    app: 'Open the WireGuard app, + → “Import from file”, and choose what you saved. Delete the file afterwards.',
    again: 'Try again with another code',
    refused: 'It was not added',
  },
)
