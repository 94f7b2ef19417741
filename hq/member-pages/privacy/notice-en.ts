import type { NoticeWords } from './notice-words.ts';

export const noticeEn: NoticeWords = {
  points: (brand) => [
    ['Who collects your data', `${brand} (“the shop”) and its head office.`],
    [
      'What for',
      'Running the membership, working out and telling you about points and vouchers, customer service and disputes about a purchase. Marketing needs a consent of its own.',
    ],
    [
      'Which data',
      'Name, mobile number, month and day of your birthday (optional), card number, purchases and points, and an identifier LINE makes for this shop. Not your LINE friends or chats.',
    ],
    [
      'For how long',
      'As long as you are a member. After leaving or asking for deletion, records the law makes the shop keep stay for up to five years and are then deleted.',
    ],
    ['Where', 'In Taiwan, and wherever LINE runs the servers that deliver its messages.'],
    [
      'Who uses them, and how',
      'Only the shop’s stores, its head office and the system suppliers working for them, by computer. Never sold, never given to others for marketing.',
    ],
    [
      'Your rights',
      'You may ask to see your data, get a copy, add to or correct them, and have their collection, processing or use stopped or the data deleted. Do it under “More” or at any store, free of charge.',
    ],
    [
      'If you do not give them',
      'Without name and mobile number there is no membership and no points; without a birthday there is only no birthday gift. You can shop as before.',
    ],
  ],
  versionOf: (version) => `Version ${version}`,
};
