export * from '../../protocols/attempt';
